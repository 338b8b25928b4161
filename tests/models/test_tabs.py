"""Tabs are built for links and documents, and read for every type."""

from feishu_chat_async import Tab, TabConfig, TabContent, TabType
from feishu_chat_async._protocol.converter import structure
from feishu_chat_async.models.tabs import TabList

LINK = "https://example.com"


def test_a_tab_can_show_a_web_page() -> None:
    assert Tab.url("Board", LINK) == Tab(
        tab_name="Board", tab_type="url", tab_content=TabContent(url=LINK)
    )
    styled = Tab.url("Board", LINK, tab_id="7", icon_key="img_1", is_built_in=False)
    assert styled.tab_id == "7"
    assert styled.tab_config == TabConfig(icon_key="img_1", is_built_in=False)
    assert Tab.url("Board", LINK, is_built_in=True).tab_config == TabConfig(is_built_in=True)


def test_a_tab_can_show_a_document() -> None:
    tab = Tab.doc("Plan", LINK, tab_id="7")
    assert tab.tab_type is TabType.DOC
    assert (tab.tab_content, tab.tab_config) == (TabContent(doc=LINK), None)


def test_tabs_of_every_type_are_read() -> None:
    wire = {
        "chat_tabs": [
            {"tab_id": "1", "tab_type": "message"},
            {"tab_id": "2", "tab_type": "hologram", "tab_content": {"url": LINK}},
        ]
    }
    first, second = structure(wire, TabList).chat_tabs
    assert first == Tab(tab_id="1", tab_type=TabType.MESSAGE)
    assert isinstance(second.tab_type, TabType) and second.tab_type == "hologram"
