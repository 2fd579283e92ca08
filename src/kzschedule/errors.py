"""What can go wrong, as one tree under `ValueError`.

Reading functions raise these; `kzschedule.check` never does, it answers ``invalid`` with the same words.
"""


class KzScheduleError(ValueError):
    """Base of all errors of this library; the message names the input and the cure."""


class InvalidIdentifierError(KzScheduleError):
    """A CAS number, InChIKey or InChI that cannot be one."""


class InvalidStructureError(KzScheduleError):
    """A SMILES, InChI or mol block that cannot be read as a structure."""


class InvalidDateError(KzScheduleError):
    """A date that is no ISO date."""


class InvalidAmountError(KzScheduleError):
    """An amount without a readable number or unit."""


class DataPackageError(KzScheduleError):
    """A data package that is missing, damaged or not of the expected form."""


class InstallationError(DataPackageError):
    """A file that comes with the library and is missing or damaged; the library has to be installed again."""


class TableError(KzScheduleError):
    """A file or table of queries that cannot be read, or results that cannot be written."""
