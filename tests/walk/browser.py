"""A browser without JavaScript: cookies, redirects, forms with their hidden fields, the Origin header.

It keeps what real browsers hold to: cookies know the host and not the port, a form is sent nowhere that the page's
security policy does not name, and whatever is offered for download leaves the page where it was.
"""

import http.client
import re
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from page import Page

REDIRECTS_MAX = 5
TIMEOUT_S = 30


class Stuck(Exception):
    """A step that cannot be done, with what was met instead."""


class Browser:
    """One person's browser. `downloads` is the folder that files are saved in."""

    def __init__(self, downloads):
        self.downloads = Path(downloads)
        self.cookies = {}
        self.page = None

    def open(self, url):
        self._go("GET", url)

    def reload(self):
        self._go("GET", self._shown().url)

    def click(self, name, under=None):
        page = self._shown()
        control = page.find_control(name, under)
        if control is None:
            offered = ", ".join(f'"{page.name(node)}"' for node in page.controls())
            raise Stuck(f"nothing of that name can be clicked on {page.url} (status {page.status}); there is {offered}")
        if control.tag == "summary":
            page.opened.add(control.parent)
        elif control.tag == "label":
            page.pick(control)
        elif control.tag == "a":
            self._go("GET", urljoin(page.url, control.get("href")))
        else:
            self._send(control)

    def type(self, text, label):
        field = self._shown().find_field(label)
        if field is None:
            raise Stuck(f"no field of that name on {self.page.url}")
        self.page.typed[field] = text

    def _shown(self):
        if self.page is None:
            raise Stuck("no page is open yet")
        return self.page

    def _send(self, button):
        page = self.page
        form = next((node for node in button.ancestors() if node.tag == "form"), None)
        if form is None:
            raise Stuck("the button belongs to no form")
        action = urljoin(page.url, form.get("action") or page.url)
        entries = page.entries(form, button)
        if (form.get("method") or "get").lower() == "get":
            self._go("GET", f"{action.split('?')[0].split('#')[0]}?{urlencode(entries)}")
            return
        if form.get("enctype") == "multipart/form-data":
            raise Stuck("this form takes files; the walk hands none in")
        self._may_send(action)
        self._go("POST", action, urlencode(entries))

    def _may_send(self, action):
        """The page's security policy says where its forms may be sent to."""
        policy = self.page.headers.get("content-security-policy", "")
        named = re.search(r"form-action ([^;]*)", policy)
        if named is None:
            return
        allowed = [origin(self.page.url) if source == "'self'" else source for source in named[1].split()]
        if origin(action) not in allowed:
            raise Stuck(f"the page's security policy forbids sending a form to {origin(action)}")

    def _go(self, method, url, body=None):
        sender = origin(self.page.url) if self.page else None
        for _ in range(REDIRECTS_MAX + 1):
            page = self._request(method, url, body, sender)
            location = page.headers.get("location")
            if page.status not in (301, 302, 303, 307, 308) or location is None:
                return self._show(page)
            if page.status in (301, 302, 303):
                method, body = "GET", None
            url = urljoin(url, location)
        raise Stuck(f"{url} redirects again and again")

    def _request(self, method, url, body, sender):
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname != "127.0.0.1":
            raise Stuck(f"{url} is not on this machine")
        headers = {"Accept": "text/html,*/*", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": sender or "null"}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_S)
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            content = response.read()
        except OSError as error:
            raise Stuck(f"{url} does not answer: {error}") from error
        finally:
            connection.close()
        for cookie in response.msg.get_all("set-cookie", []):
            self._keep(cookie)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Page(url, response.status, found, content)

    def _keep(self, cookie):
        pair, *attributes = [part.strip() for part in cookie.split(";")]
        name, _, value = pair.partition("=")
        lower = [attribute.lower() for attribute in attributes]
        if not value or "max-age=0" in lower:
            self.cookies.pop(name, None)
        elif "secure" not in lower:
            self.cookies[name] = value

    def _show(self, page):
        disposition = page.headers.get("content-disposition", "")
        named = re.search(r'filename="([^"/]+)"', disposition)
        if page.status < 400 and disposition.startswith("attachment"):
            file = self.downloads / (named[1] if named else Path(urlsplit(page.url).path).name)
            file.write_bytes(page.content)
            return
        self.page = page


def origin(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
