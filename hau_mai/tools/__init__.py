from . import (
    booking,
    care,
    contact,
    coverage,
    ics,
    numbering,
    outcome,
    progress,
    recurrence,
    responsible,
    starts,
    units,
)
