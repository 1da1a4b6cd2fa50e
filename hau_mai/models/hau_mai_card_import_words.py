from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: code -> (in short, the sentence: what is wrong and what to do). The codes are those of
#: ``tools.card_import.PROBLEMS``.
WORDS = {
    "known": (
        _lt("Here already"),
        _lt("This card is here already, as %s: nothing is done."),
    ),
    "merged": (
        _lt("Merged cells"),
        _lt("The cell is merged with the one of row %s. Unmerge the cells and fill in each row."),
    ),
    "no_key": (
        _lt("No card number and no serial"),
        _lt("There is neither a card number nor a serial number: one of them has to say which "
            "card it is."),
    ),
    "old_twice": (
        _lt("Card number twice"),
        _lt("The same card number stands in row %s. Leave one of them."),
    ),
    "no_product": (
        _lt("No product"),
        _lt("It is empty. Fill in the code, barcode or name of the product (a formula without "
            "its result is empty too)."),
    ),
    "product_unknown": (
        _lt("Unknown product"),
        _lt("No product has the code, barcode or name “%s”. Correct it, or create the product."),
    ),
    "product_several": (
        _lt("Several products"),
        _lt("It may be several products: %s. Fill in the code of the one that is meant."),
    ),
    "serial_twice": (
        _lt("Serial number twice"),
        _lt("The same serial number stands in row %s. Correct it, or leave one of them."),
    ),
    "serial_known": (
        _lt("Serial number is known"),
        _lt("A valid card has this serial number already: %s. Correct it, or leave the row out."),
    ),
    "serial_void": (
        _lt("Serial number of a closed card"),
        _lt("A card that is not valid any more has this serial number: %s."),
    ),
    "serial_other": (
        _lt("Serial number of another product"),
        _lt("The card of another product has this serial number: %s. Check it."),
    ),
    "phone_wrong": (
        _lt("No phone number"),
        _lt("“%s” is not a phone number: it has 8 to 15 digits, and one number a cell."),
    ),
    "no_customer": (
        _lt("No customer"),
        _lt("It is empty, and so is the customer. Fill in the phone number."),
    ),
    "customer_unknown": (
        _lt("Unknown customer"),
        _lt("No customer is found for “%s”. Fill in phone and name and have unknown customers "
            "created, or create the customer first."),
    ),
    "customer_several": (
        _lt("Several customers"),
        _lt("It may be several customers: %s. Fill in the name of the one that is meant, or "
            "merge them."),
    ),
    "customer_by_name": (
        _lt("Customer found by name"),
        _lt("Without a phone number, it is taken for the one customer of this name: %s."),
    ),
    "customer_differs": (
        _lt("Customer has another name"),
        _lt("The number belongs to %s, who gets the card. Check it."),
    ),
    "date_wrong": (
        _lt("Not a date"),
        _lt("“%s” is not a date. Write it as dd/mm/yyyy, such as 31/12/2024."),
    ),
    "date_short_year": (
        _lt("Year of two digits"),
        _lt("“%s” has a year of two digits, which can be read in several ways. Write it as "
            "dd/mm/yyyy."),
    ),
    "date_impossible": (
        _lt("No such day"),
        _lt("There is no day “%s”. Write it as dd/mm/yyyy: the day first."),
    ),
    "date_future": (
        _lt("Date in the future"),
        _lt("“%s” has not come yet. Correct it."),
    ),
    "no_start": (
        _lt("No start"),
        _lt("It is empty, and so is the day of the sale. Fill in one of them."),
    ),
    "end_before_start": (
        _lt("End before start"),
        _lt("The warranty would end before it starts, or on that day: %s. Correct one of them."),
    ),
    "start_before_sale": (
        _lt("Starts before it was sold"),
        _lt("The warranty starts before the product was sold (%s). Check it."),
    ),
    "months_wrong": (
        _lt("Not a number of months"),
        _lt("“%s” is not a number of months. Write it as 24."),
    ),
    "months_differ": (
        _lt("Months and end differ"),
        _lt("By the months it would end on %s. The day of the end counts. Check it."),
    ),
    "policy_unknown": (
        _lt("Unknown policy"),
        _lt("No warranty policy is named “%s”. Correct it, or leave it empty for the product's."),
    ),
    "policy_several": (
        _lt("Several policies"),
        _lt("Several warranty policies are named “%s”. Leave it empty for the product's."),
    ),
    "no_warranty": (
        _lt("No end and no policy"),
        _lt("It is empty, and the product has no warranty policy. Fill in the end or the months."),
    ),
    "covers_wrong": (
        _lt("Not known what is covered"),
        _lt("“%s” is not known. Write parts, labour, transport or exchange, with commas."),
    ),
    "covers_unused": (
        _lt("Policy says what is covered"),
        _lt("“%s” is not used: without an end, the periods of the policy count."),
    ),
    "failed": (
        _lt("Could not be taken"),
        _lt("The card could not be made: %s"),
    ),
}  # fmt: skip


class HauMaiCardImportRow(models.Model):
    """What is wrong with a row, in sentences that say where and what to do."""

    _inherit = "hau_mai.card.import.row"

    @api.model
    def _problem_labels(self):
        lang = self.env.lang or "en_US"
        return [(code, short._translate(lang)) for code, (short, _long) in WORDS.items()]

    @api.model
    def _word_problem(self, number, problem, labels):
        """ "Row 12, Product Code: no product has…".

        :param int number: of the row
        :param problem: :class:`tools.card_import.Problem`
        :param labels: {column: label}
        """
        sentence = WORDS[problem.code][1]._translate(self.env.lang or "en_US")
        if "%s" in sentence:
            sentence = sentence.replace("%s", problem.detail)
        return self.env._(
            "Row %(number)s, %(column)s: %(sentence)s",
            number=number,
            column=labels[problem.column],
            sentence=sentence,
        )
