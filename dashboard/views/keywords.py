"""Keywords, as older links have them: they are followed on the page of trends."""

from dashboard.state.address import SHOWN, TERM, asked_terms, go_to

go_to("trends", **{SHOWN: "keywords", TERM: asked_terms()})
