"""The list of all endpoints is complete and in a fixed order."""

from collections import Counter
from importlib import import_module
from pkgutil import walk_packages

from feishu_chat_async import endpoints
from feishu_chat_async._protocol.endpoint import Endpoint
from feishu_chat_async.endpoints.all import ALL

MODULES = sorted(
    module.name
    for module in walk_packages(endpoints.__path__, f"{endpoints.__name__}.")
    if not module.name.endswith(".all")
)


def records_of(module: str) -> list[Endpoint[object]]:
    values = vars(import_module(module)).values()
    return [value for value in values if isinstance(value, Endpoint)]


def test_every_record_of_every_module_is_listed_once() -> None:
    defined = {record for module in MODULES for record in records_of(module)}
    assert set(ALL) == defined
    assert Counter(ALL).most_common(1)[0][1] == 1


def test_no_two_records_share_an_endpoint() -> None:
    assert len({record.name for record in ALL}) == len(ALL)


def test_records_are_sorted_by_module() -> None:
    home = {
        record: module.removeprefix(f"{endpoints.__name__}.").partition(".")[0]
        for module in MODULES
        for record in records_of(module)
    }
    homes = [home[record] for record in ALL]
    assert homes == sorted(homes)
