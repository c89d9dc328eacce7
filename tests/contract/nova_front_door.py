"""Nova's own routes and validators in a process: says for each request whether Nova accepts it.

Runs on the interpreter of the sandbox's environment, where Nova is installed, and needs nothing
else of it: no configuration, no database, no service. The functions behind the API are replaced by
one that says it was reached; everything before them is Nova's. Nothing of the tests is imported.

One JSON object a line on standard input, one on standard output:

- ``{"ask": "contract"}``: every operation with its ranges of microversions, and their schemas.
- ``{"ask": "request", "method", "url", "version", "body"}``: which operation it reaches, or why
  none.
- ``{"ask": "answer", "operation", "version", "body"}``: what is wrong with an answer, if anything.
"""

import hashlib
import json
import re
import sys

import nova.conf
import webob
from nova import exception
from nova.api.openstack import api_version_request, urlmap, wsgi
from nova.api.openstack.compute import routes, versions
from nova.api.validation import validators

PROJECT = re.compile(r"^/\{project_id(?::[^}]*)?\}")
VERSION_HEADER = "OpenStack-API-Version"


class Front:
    """What the requests are for: all that Nova decides a schema by."""

    def __init__(self, version):
        self.api_version_request = api_version_request.APIVersionRequest(version)

    def is_legacy_v2(self):
        return False


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def innermost(function):
    """The function that the decorators of an operation wrap, and the cell that holds it."""
    cell = None
    while hasattr(function, "__wrapped__"):
        wrapped = function.__wrapped__
        cell = next(c for c in function.__closure__ if c.cell_contents is wrapped)
        function = wrapped
    return function, cell


def always_refuses(function):
    """The status and reason with which an operation answers everyone, before it asks who it is."""
    names = function.__code__.co_varnames[1 : function.__code__.co_argcount]
    arguments = dict.fromkeys(names, "x") | {"req": webob.Request.blank("/")}
    try:
        function(None, **arguments)
    except webob.exc.HTTPException as error:
        return {"status": error.code, "reason": str(error.explanation)}
    except Exception:  # noqa: BLE001 (it got further: to its policy, its database, its services)
        return None
    return None


class Operation:
    """One method of one path, or one action of it."""

    def __init__(self, method, path, action, function):
        self.id = f"{method} {path}" + (f" #{action}" if action else "")
        self.function = function
        self.facts = {"id": self.id, "method": method, "path": path, "action": action}

    def schema(self, kind, version):
        schemas = getattr(self.function, kind, None)
        return schemas(Front(version)) if schemas else None

    def status(self, version):
        codes = getattr(self.function, "wsgi_codes", None)
        return codes(Front(version)) if codes else 200

    def exists(self, version):
        oldest, newest = (
            api_version_request.APIVersionRequest(getattr(self.function, bound, None))
            for bound in ("min_version", "max_version")
        )
        return Front(version).api_version_request.matches(oldest, newest)


class Nova:
    """The API from the address to the validated request, as ``api-paste.ini`` puts it together."""

    def __init__(self):
        nova.conf.CONF([], project="nova", default_config_files=[], default_config_dirs=[])
        # Controllers open connections to the other services when they are made.
        for controller in subclasses(wsgi.Controller):
            controller.__init__ = lambda self: None
        nova.conf.CONF.set_override("response_validation", "ignore", group="api")
        self.operations = {}
        self.refusals = {}  # by function: paths may share one
        self.app = urlmap.URLMap()
        router = routes.APIRouterV21()
        for path, app in (
            ("/", versions.Versions()),
            ("/v2.1", versions.VersionsV2()),
            ("/v2.1/+", router),
        ):
            self.app[path] = app
        self._add("GET", "/", None, versions.Versions.index)
        self._add("GET", "/{anything else}", None, versions.Versions.multi)
        self._add("GET", "/v2.1/", None, versions.VersionsV2.index)
        for path, methods in routes.ROUTE_LIST:
            for method, (make, name) in methods.items() if isinstance(methods, dict) else ():
                # The address without a project is answered by VersionsV2.
                path = "/{project_id}/" if path == "/" else path
                self._add_route(method, f"/v2.1{path}", make(), name)

    def _add_route(self, method, path, resource, name):
        function = getattr(resource.controller, name, None)
        if function is not None:
            self._add(method, path, None, function.__func__)
            return
        for action, bound in sorted(resource.wsgi_actions.items()):
            self._add(method, path, action, bound.__func__)

    def _add(self, method, path, action, function):
        operation = Operation(method, path, action, function)
        self.operations[operation.id] = operation
        if function not in self.refusals:
            handler, cell = innermost(function)
            self.refusals[function] = always_refuses(handler)
            cell.cell_contents = self._reached
        operation.facts["refused"] = self.refusals[function]

    def _reached(self, controller, req, body=None, **path_arguments):
        return webob.Response(
            json={
                "left": sorted(req.GET),
                "route": getattr(req.environ.get("routes.route"), "routepath", None),
            }
        )

    def contract(self):
        schemas = {}

        def kept(schema):
            if schema is None:
                return None
            text = json.dumps(schema, sort_keys=True, default=str)
            name = hashlib.sha256(text.encode()).hexdigest()[:12]
            schemas[name] = json.loads(text)
            return name

        newest = api_version_request.max_api_version().get_string()
        rows = []
        for operation in self.operations.values():
            ranges = []
            for minor in range(1, int(newest.partition(".")[2]) + 1):
                version = f"2.{minor}"
                if not operation.exists(version):
                    continue
                facts = {
                    "request": kept(operation.schema("request_body_schemas", version)),
                    "query": kept(operation.schema("request_query_schemas", version)),
                    "response": kept(operation.schema("response_body_schemas", version)),
                    "status": operation.status(version),
                }
                last = ranges[-1] if ranges else None
                if last and last["facts"] == facts and last["until"] == minor - 1:
                    last["until"] = minor
                else:
                    ranges.append({"since": minor, "until": minor, "facts": facts})
            rows.append({**operation.facts, "ranges": ranges})
        return {"newest": newest, "operations": rows, "schemas": schemas}

    def request(self, method, url, version, body):
        request = wsgi.Request.blank(url, method=method)
        if version:
            request.headers[VERSION_HEADER] = f"compute {version}"
        if body is not None:
            request.headers["Content-Type"] = "application/json"
            request.body = json.dumps(body).encode()
        sent = sorted(request.GET)
        answer = request.get_response(self.app)
        if answer.status_code != 200 or "left" not in (answer.json_body or {}):
            return {"status": answer.status_code, "reason": answer.text[:500]}
        operation = self._operation(request, answer.json_body["route"], body)
        known = hasattr(operation.function, "request_query_schemas")
        ignored = [key for key in sent if not known or key not in answer.json_body["left"]]
        if body is not None and method not in ("POST", "PUT"):
            ignored.append("the body")
        return {"operation": operation.id, "ignored": ignored}

    def _operation(self, request, route, body):
        if route is None:
            path = "/" if request.path == "/" else "/v2.1/"
            path = path if request.path in (path, path.rstrip("/")) else "/{anything else}"
            return self.operations[f"{request.method} {path}"]
        name = f"{request.method} /v2.1{PROJECT.sub('', route)}"
        return self.operations.get(name) or self.operations[f"{name} #{next(iter(body))}"]

    def answer(self, operation, version, body):
        schema = self.operations[operation].schema("response_body_schemas", version)
        if schema is None:
            return {"reason": None}
        try:
            validators._SchemaValidator(schema).validate(body)
        except exception.ValidationError as error:
            return {"reason": error.format_message()}
        return {"reason": None}


def main():
    api = Nova()
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(api, question.pop("ask"))(**question)
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


main()
