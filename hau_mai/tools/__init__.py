from . import (
    care,
    contact,
    counter,
    coverage,
    numbering,
    outcome,
    recurrence,
    responsible,
    starts,
    units,
)
