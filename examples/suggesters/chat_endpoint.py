"""Suggest claims by an OpenAI-compatible endpoint: chat_endpoint.py URL MODEL [KEY_FILE]."""

import json
import sys
import urllib.request
from pathlib import Path

ASK = 'Quote each factual claim of the text, word for word. Answer as JSON: {"claims": ["…"]}'


def ask(text: str) -> list[str]:
    """Return the model's quotations from a text."""
    messages = [{"role": "system", "content": ASK}, {"role": "user", "content": text}]
    body = {"model": sys.argv[2], "messages": messages, "response_format": {"type": "json_object"}}
    headers = {"Content-Type": "application/json"}
    if len(sys.argv) > 3:
        headers["Authorization"] = f"Bearer {Path(sys.argv[3]).read_text().strip()}"
    url = f"{sys.argv[1].rstrip('/')}/chat/completions"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=300) as answer:
        said = json.load(answer)["choices"][0]["message"]["content"]
    try:  # models like to say something before and after the JSON
        claims = json.loads(said[said.find("{") : said.rfind("}") + 1])["claims"]
        return [quote for quote in claims if isinstance(quote, str) and quote]
    except (ValueError, KeyError, TypeError):
        print(f"not the JSON that was asked for: {said[:60]}", file=sys.stderr)
    return []


sys.stdin.readline()  # the schema
for line in sys.stdin:
    document = json.loads(line)
    quotes = ask(text := document["text"])
    # A model's offsets are worth nothing, and its quotations are not always in the text.
    places = [(text.find(quote), quote) for quote in quotes if text.count(quote) == 1]
    spans = [{"start": at, "end": at + len(q), "label": "claim", "text": q} for at, q in places]
    if len(spans) < len(quotes):
        print(f"{document['id']}: {len(quotes) - len(spans)} not placed", file=sys.stderr)
    print(json.dumps({"document": document["id"], "spans": spans}), flush=True)
