"""Calls AWS with boto3: a line of JSON on standard input is a call, a line on standard output its answer."""
import datetime
import json
import sys
import time

import boto3
import botocore
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

NAMES = {"eventbridge": "events"}
clients = {}


def client(service):
    if service not in clients:
        clients[service] = boto3.client(
            NAMES.get(service, service), endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="developer",
            aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}, read_timeout=30))
    return clients[service]


def given(value):
    if isinstance(value, list):
        return [given(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return value["$bytes"].encode()
    if "$file" in value:
        with open(value["$file"], "rb") as file:
            return file.read()
    if "$time" in value:
        return datetime.datetime.fromtimestamp(time.time() + value["$time"], datetime.timezone.utc)
    if "$millis" in value:
        return int(time.time() * 1000) + value["$millis"]
    return {name: given(item) for name, item in value.items()}


def told(value):
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, (bytes, bytearray)):
        return value.decode(errors="replace")
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value)


def answer(call):
    try:
        operation = getattr(client(call["service"]), xform_name(call["operation"]), None)
        if operation is None:
            return {"unknown": f"boto3 {boto3.__version__} has no {call['operation']}"}
        result = operation(**given(call["request"]))
        result.pop("ResponseMetadata", None)
        return {"answer": result}
    except ClientError as error:
        return {"error": error.response["Error"]["Code"], "message": error.response["Error"].get("Message", "")}
    except (ParamValidationError, botocore.exceptions.UnknownServiceError) as error:
        return {"unknown": f"boto3 {boto3.__version__}: {error}"}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


print(json.dumps({"answer": {"version": boto3.__version__}}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=told), flush=True)
