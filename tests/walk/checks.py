"""The walk's own tests: what it would not notice, documents could say wrongly."""

import unittest

from browser import Browser, Stuck
from demo import moved
from document import Unreadable, links, steps
from page import Page

HTML = """<!doctype html><title>t</title><h1>Two doors</h1>
<h3>Citizen</h3><form method="post" action="http://127.0.0.1:8300/in"><input type="hidden" name="persona" value="citizen">
<button>Try it</button></form>
<h3>Officer</h3><form method="post" action="/in"><input type="hidden" name="persona" value="officer"><button>Try it</button></form>
<p>Due <span class="hidden">unseen</span>in&nbsp;5 days</p>
<details><summary>Refuse</summary><form method="post" action="/no"><label for="r">Reason</label>
<textarea id="r" name="r">old</textarea><button name="go" value="1">Send</button></form></details>"""


def page(html=HTML, policy=""):
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
    return Page("http://127.0.0.1:8000/", 200, headers, html.encode())


class Pages(unittest.TestCase):
    def test_what_is_seen_is_what_a_person_sees(self):
        shown = page()
        self.assertTrue(shown.sees("Due in 5 days") and shown.sees("Due … days") and shown.sees("Refuse"))
        for unseen in ("unseen", "Reason", "Due in 6 days", "Two … Citizen"):
            self.assertFalse(shown.sees(unseen), unseen)

    def test_a_control_is_found_by_its_name_below_its_heading(self):
        shown = page()
        personas = [shown.entries(shown.find_control("Try it", under).parent, None)
                    for under in (None, "Officer")]
        self.assertEqual(personas, [[("persona", "citizen")], [("persona", "officer")]])
        self.assertIsNone(shown.find_control("Try", None))
        self.assertIsNone(shown.find_control("Try it", "Leader"))

    def test_a_closed_part_must_be_opened_first(self):
        shown = page()
        self.assertIsNone(shown.find_control("Send", None))
        self.assertIsNone(shown.find_field("Reason"))
        shown.opened.add(shown.find_control("Refuse", None).parent)
        field, button = shown.find_field("Reason"), shown.find_control("Send", None)
        form = button.parent
        self.assertEqual(shown.entries(form, button), [("r", "old"), ("go", "1")])
        shown.typed[field] = "new"
        self.assertEqual(shown.entries(form, button)[0], ("r", "new"))


class Browsers(unittest.TestCase):
    def test_a_form_goes_only_where_the_policy_lets_it(self):
        for policy, named in [("form-action 'self'", "8300"), ("form-action http://127.0.0.1:8300", "8000")]:
            browser = Browser(".")
            browser.page = page(policy=policy)
            with self.assertRaisesRegex(Stuck, f"forbids.*{named}"):
                browser.click("Try it", "Citizen" if named == "8300" else "Officer")

    def test_nothing_is_asked_of_other_machines(self):
        with self.assertRaisesRegex(Stuck, "not on this machine"):
            Browser(".").open("http://example.org/")

    def test_a_cookie_ends_when_it_is_told_to(self):
        browser = Browser(".")
        browser._keep("a=1; Path=/; HttpOnly")
        browser._keep("b=2; Secure")
        self.assertEqual(browser.cookies, {"a": "1"})
        browser._keep("a=; Max-Age=0")
        self.assertEqual(browser.cookies, {})


class Documents(unittest.TestCase):
    def test_commands_take_the_output_that_follows(self):
        found = steps("text\n<!-- wait -->\n```sh\necho a\n```\n\nprose\n\n```text\na\n…\n```\n```\nshown only\n```\n")
        self.assertEqual([(step.line, step.words, step.expected, step.may_wait) for step in found],
                         [(3, ("echo a",), ["a"], True)])

    def test_an_item_is_its_clicks_in_order(self):
        found = steps('1. Open <http://127.0.0.1:8000/>, then Click "Try it" under "Citizen".\n   See "Hello".\n2. Bấm "Nộp".\n')
        self.assertEqual([(step.line, step.kind, step.words) for step in found], [
            (1, "open", ("http://127.0.0.1:8000/",)), (1, "click", ("Try it", "Citizen")), (1, "see", ("Hello",)),
            (3, "click", ("Nộp", ""))])

    def test_what_cannot_be_carried_out_is_refused(self):
        for text in ("1. Press the button.\n", "```text\nout\n```\n", "```sh\necho\n"):
            with self.assertRaises(Unreadable):
                steps(text)

    def test_links_to_files_are_found_and_others_are_not(self):
        text = "[a](x.md#part) <http://127.0.0.1:8000>\n![b](images/b.png) [c](https://example.org/) [d](#here)"
        self.assertEqual(list(links(text)), [(1, "x.md"), (2, "images/b.png")])

    def test_only_the_ports_of_the_demonstration_move(self):
        self.assertEqual(moved("127.0.0.1:8380 127.0.0.1:8690 127.0.0.1:8700 127.0.0.1:22", 8000, 12000),
                         "127.0.0.1:12380 127.0.0.1:12690 127.0.0.1:8700 127.0.0.1:22")
