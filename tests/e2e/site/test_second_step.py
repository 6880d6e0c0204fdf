"""Someone protects the account: a second step, recovery codes, ending what was left open elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import OWN_PASSWORD, Site, log_in, problems, start_site
from tests.second_steps import code_now, secret_on

Visit = Callable[..., Page]


@pytest.fixture
def own_site(tmp_path, browser):
    """A site of one's own: the others' administrator must go on without a second step."""
    running = start_site(tmp_path / "home")
    page = browser.new_page()
    log_in(page, running, running.one_time_password)
    page.get_by_label("One-time password").fill(running.one_time_password)
    page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("New password confirmation").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    page.get_by_text("Your password is changed").wait_for()
    page.close()
    yield running
    running.stop()
    running.process.stdout.close()


def heading(page: Page):
    return expect(page.get_by_role("heading", level=1))


def give_code(page: Page, code: str, button: str = "Log in") -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name=button).click()


def log_out(page: Page) -> None:
    page.locator(".wrap > .menu summary").click()
    page.get_by_role("button", name="Log out").click()


def test_a_second_step_from_setting_up_to_a_lost_telephone(own_site: Site, visit: Visit) -> None:
    forgotten, page = visit(), visit()
    for each in (forgotten, page):
        log_in(each, own_site, OWN_PASSWORD)

    page.locator(".wrap > .menu summary").click()
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Set up a second step").click()
    secret = secret_on(page.content())
    assert problems(page) == []
    give_code(page, code_now(secret), "Set up")
    heading(page).to_have_text("Keep these recovery codes")
    assert problems(page) == []
    recovery = page.locator("main li code").all_inner_texts()
    assert len(recovery) == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("main")).to_contain_text("10 recovery codes are left")
    forgotten.goto(f"{own_site.url}/account/")
    heading(forgotten).to_have_text("Log in")

    log_out(page)
    log_in(page, own_site, OWN_PASSWORD)
    heading(page).to_have_text("What is your code?")
    give_code(page, "000000")
    expect(page.get_by_text("This code is not good")).to_be_visible()
    assert problems(page) == []
    give_code(page, code_now(secret, steps=1))
    heading(page).to_have_text("What needs us now?")

    log_in(forgotten, own_site, OWN_PASSWORD)
    give_code(forgotten, recovery[0])
    expect(forgotten.get_by_role("status")).to_contain_text("9 are left")

    page.goto(f"{own_site.url}/account/sessions/")
    assert problems(page) == []
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("ended")
    forgotten.reload()
    heading(forgotten).to_have_text("Log in")


def test_what_is_sensitive_asks_again_and_then_goes_on(site: Site, administrator: dict, visit: Visit) -> None:
    page = visit(storage_state=administrator, java_script_enabled=False)
    page.goto(f"{site.url}/account/confirm/?next=/account/sessions/")
    heading(page).to_have_text("Is it still you?")
    page.get_by_label("Password").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    heading(page).to_have_text("Where am I logged in?")
