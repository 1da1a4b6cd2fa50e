import logging
from contextlib import suppress

import psycopg2

from odoo import api, models

_logger = logging.getLogger(__name__)

#: How often a batch is tried that another transaction got in the way of.
CONCURRENCY_TRIES = 3


class _UndoError(Exception):
    """Raised to roll back to the savepoint what was only tried."""


class HauMaiBatchMixin(models.AbstractModel):
    """A scheduled job that works off due records: in batches, resumable, one bad row at a time.

    A job is a domain and a function. Records are locked (those another worker
    holds are left to it), worked on a batch at a time, and committed; whoever
    kills the job loses one batch, which is due again. A batch that raises is
    searched for the records that make it raise: those are marked by
    :meth:`_batch_fail`, all others are worked on together, as if the bad ones
    had not been there.
    """

    _name = "hau_mai.batch.mixin"
    _description = "Scheduled Work in Batches"

    @api.model
    def _batch_run(self, domain, process, *, size=500, limit=20000, order=None):
        """Work off the records of a domain. To be called by a scheduled action: it commits.

        :param domain: what is due; a record worked on, or marked as failed, must
            not match it any more
        :param process: function of a recordset, called with locked records that match
        :param int size: records a batch
        :param int limit: records a run; the rest is left to the next one
        :return: how many records were taken up
        """
        cron = self.env["ir.cron"]
        due = self.search(domain, limit=limit, order=order)
        cron._commit_progress(remaining=len(due))
        done = 0
        for batch in due._batch_split(size):
            batch._batch_work_off(domain, process)
            done += len(batch)
            if not cron._commit_progress(len(batch)):
                break
        else:
            if len(due) == limit:
                cron._commit_progress(remaining=self.search_count(domain))
        return done

    def _batch_split(self, size):
        """These records in batches. Override to keep together what belongs together."""
        for start in range(0, len(self), size):
            yield self.browse(self.ids[start : start + size])

    @api.model
    def _batch_join(self, groups, size):
        """Batches of whole groups of records, each of ``size`` records or somewhat more."""
        batch = []
        for records in groups:
            batch += records.ids
            if len(batch) >= size:
                yield self.browse(batch)
                batch = []
        if batch:
            yield self.browse(batch)

    def _batch_lock(self):
        """Those of these records this worker may have; the others are taken."""
        return self.try_lock_for_update(allow_referencing=True)

    def _batch_work_off(self, domain, process):
        """Lock these records and work on those that are still due."""

        def work_off():
            locked = self._batch_lock()
            locked.filtered_domain(domain)._batch_isolate(process)

        self._batch_retry(work_off)

    @api.model
    def _batch_retry(self, function):
        """Call a function, once more when another transaction got in its way.

        Somebody changed the same rows after our transaction began. Seen from a new
        transaction, there may be nothing left to do. What was not committed is lost.
        """
        for attempt in range(1, CONCURRENCY_TRIES + 1):
            try:
                return function()
            except psycopg2.OperationalError:
                if attempt == CONCURRENCY_TRIES:
                    raise
                self.env.cr.rollback()

    def _batch_isolate(self, process):
        """Work on these records; mark the ones that cannot be worked on."""
        error = self and self._batch_try(process)
        if not error:
            return
        failures = self._batch_failures(process) if len(self) > 1 else {self: error}
        for record, reason in failures.items():
            record._batch_mark(reason)
        good = self - self.browse().union(*failures)
        if good and good._batch_try(process):
            good._batch_one_by_one(process)

    def _batch_one_by_one(self, process):
        """The last resort, for records that fail only together."""
        for record in self:
            if error := record._batch_try(process):
                record._batch_mark(error)

    def _batch_failures(self, process):
        """``{record: exception}`` of the records that fail, found by halving."""
        half = len(self) // 2
        failures = {}
        for part in (self[:half], self[half:]):
            error = part._batch_try(process, keep=False)
            if error and len(part) == 1:
                failures[part] = error
            elif error:
                failures |= part._batch_failures(process)
        return failures

    def _batch_try(self, process, keep=True):
        """Call ``process`` in a savepoint.

        :param bool keep: False to undo it in any case
        :return: the exception it raised, or None
        :raises psycopg2.OperationalError: when the transaction cannot go on
        """
        try:
            with suppress(_UndoError), self.env.cr.savepoint():
                process(self)
                if not keep:
                    self.env.flush_all()
                    raise _UndoError
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            return error
        return None

    def _batch_mark(self, error):
        """Say on the record what is wrong with it, and in the log."""
        self.ensure_one()
        _logger.warning("%s could not be worked on: %s", self, error, exc_info=error)
        if failed := self._batch_try(lambda record: record._batch_fail(error)):
            _logger.warning("%s could not be marked as failed", self, exc_info=failed)

    def _batch_fail(self, error):
        """Tell people that this record could not be worked on.

        Override to set a state that takes the record out of the domain of the job.
        """
        self.ensure_one()
        if hasattr(self, "message_post"):
            self.message_post(body=self.env._("This could not be done: %s", error))
