"""Taking old cards in real processes: killed midway, run again, two workers at once."""

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

ROWS = 600

PREPARE = f"""
import base64
lines = ["Card number,Product code,Serial number,Phone,Customer,Sold on,Months"]
lines += [
    f"BH-{{n}},KILL-1,S-{{n}},09{{n % 50:08d}},Customer {{n % 50}},10/01/2024,24"
    for n in range({ROWS})
]
env["product.product"].create({{"name": "Fan", "default_code": "KILL-1"}})
imports = env["hau_mai.card.import"].create({{
    "file": base64.b64encode("\\n".join(lines).encode()), "file_name": "old.csv",
}})
imports.action_check()
imports.action_take()
assert imports.state == "taking", imports.state
env.cr.commit()
"""

TAKE = "env['hau_mai.card.import']._cron_take_old_cards()\nenv.cr.commit()\n"

SMALL = """
model = type(env["hau_mai.batch.mixin"])
run = model._batch_run
model._batch_run = lambda self, *args, **options: run(self, *args, **{**options, "size": 50})
"""

# Both workers begin at the same moment, in batches of fifty, so that they do meet.
AT_ONCE = (
    SMALL
    + """
import os, time
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""
    + TAKE
    + "print('finished', flush=True)\n"
)

# Stops for ever in the middle of the third batch, with its cards made but not committed.
STOP_MIDWAY = (
    SMALL
    + """
import time
rows = type(env["hau_mai.card.import.row"])
take, batches = rows._take, []
def stop_in_the_third(self):
    take(self)
    batches.append(self)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
rows._take = stop_in_the_third
"""
    + TAKE
)


def made(database):
    """(cards, their numbers, their external ids, rows taken, customers, state of the import)."""
    [row] = sql(
        database,
        """SELECT (SELECT count(*) FROM hau_mai_unit WHERE card_import_id IS NOT NULL),
            (SELECT count(DISTINCT old_number) FROM hau_mai_unit),
            (SELECT count(*) FROM ir_model_data WHERE module = 'hau_mai_import'),
            (SELECT count(*) FROM hau_mai_card_import_row WHERE verdict = 'taken'),
            (SELECT count(*) FROM res_partner WHERE name LIKE 'Customer %%'),
            (SELECT state FROM hau_mai_card_import)""",
    )
    return tuple(row)


ALL = (ROWS, ROWS, ROWS, ROWS, 50, "taken")


def test_killed_midway_and_run_again():
    with clone_database() as database:
        run_python(database, PREPARE)
        worker = start_python(database, STOP_MIDWAY)
        wait_for(worker, "half way")
        kill(worker)
        assert made(database) == (100, 100, 100, 100, 50, "taking"), "whole batches only"
        run_python(database, TAKE)
        assert made(database) == ALL
        run_python(database, TAKE)
        assert made(database) == ALL


def test_two_workers_at_once_make_nothing_twice(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        run_python(database, TAKE)  # what one left to the other, if anything
        assert made(database) == ALL, "and no customer twice"
