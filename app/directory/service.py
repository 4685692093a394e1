"""What people do to the directory, one at a time; whole files go through ``importing``.

The verbs live beside what they change: ``tree`` (organisations, units), ``employees``,
``facilities``, ``stays`` (moving, leaving, coming back), ``titles`` (kinds of work), ``reference``.
"""

from app.directory.employees import add_employee
from app.directory.facilities import NewFacility, add_facility
from app.directory.reference import install
from app.directory.stays import change_unit, come_back, leave
from app.directory.subjects import new_public_id
from app.directory.titles import map_title
from app.directory.tree import add_organisation, add_unit, move_unit, set_manager

__all__ = [
    "NewFacility",
    "add_employee",
    "add_facility",
    "add_organisation",
    "add_unit",
    "change_unit",
    "come_back",
    "install",
    "leave",
    "map_title",
    "move_unit",
    "new_public_id",
    "set_manager",
]
