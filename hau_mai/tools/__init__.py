from . import (
    care,
    contact,
    coverage,
    numbering,
    outcome,
    recurrence,
    responsible,
    service,
    starts,
    units,
)
