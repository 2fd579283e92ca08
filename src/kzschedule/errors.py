"""What can go wrong, as one tree under `ValueError`.

Reading functions raise these; `kzschedule.check` never does, it answers ``invalid`` with the same words.
"""

from __future__ import annotations

from kzschedule.language.statement import Statement


class KzScheduleError(ValueError):
    """Base of all errors of this library; the message names the input and the cure.

    Examples
    --------
    >>> from kzschedule.answer.identify import read_cas
    >>> try:
    ...     read_cas("537-46-3")
    ... except KzScheduleError as error:
    ...     print(error.statement.say("ru"))
    неверная контрольная цифра номера CAS 537-46-3 (3, должна быть 2); сверьте номер с источником, одна цифра неверна
    """

    @property
    def statement(self) -> Statement:
        """The message, which can be said in other languages where the catalogues have it."""
        said = self.args[0] if self.args else ""
        return said if isinstance(said, Statement) else Statement("{message}", message=str(said))


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
