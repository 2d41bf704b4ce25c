"""How a project's page looks, as far as files say: pictures and templates. What cannot be used is told before a page is made."""
