"""`npm run oracle`: deploys the synthesized templates on an engine that is not ours.

MiniStack (MIT) runs AWS's APIs on this machine: no account, no docker. Needs Python 3.10 or newer with
`pip install -r test/oracle/requirements.txt`. It judges no IAM: permissions are the business of our own tests.
What it does not know is listed at the end, and taken out of the templates before; anything else must be made.
"""

import io
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

import boto3
from botocore.config import Config

ASSEMBLY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "cdk.out")
REGION = "us-east-1"
ACCOUNT = "000000000000"
PATIENCE_S = 300

# What MiniStack refuses to make: by type, some only with a property.
UNSUPPORTED = json.loads((pathlib.Path(__file__).parent / "unsupported.json").read_text())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(port, log):
    """The engine, once it answers."""
    environment = {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
    }
    command = [sys.executable, "-m", "ministack"]
    engine = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return engine
        time.sleep(0.25)
    engine.kill()
    raise SystemExit("the engine did not start")


class Account:
    def __init__(self, port):
        self.endpoint = f"http://127.0.0.1:{port}"

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
        )


def zipped(folder):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return packed.getvalue()


def bootstrap(account):
    """What `cdk bootstrap` leaves, as far as the templates ask for it."""
    account.client("ssm").put_parameter(
        Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String"
    )


def upload_assets(account, stack):
    s3 = account.client("s3")
    assets = json.loads((ASSEMBLY / f"{stack}.assets.json").read_text())["files"]
    for asset in assets.values():
        source = ASSEMBLY / asset["source"]["path"]
        is_folder = asset["source"]["packaging"] == "zip"
        for destination in asset["destinations"].values():
            names = [destination["bucketName"], destination["objectKey"]]
            bucket, key = [
                name.replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
                for name in names
            ]
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key=key, Body=zipped(source) if is_folder else source.read_bytes())


def reason_against(resource):
    """Why the engine cannot make a resource; None where it can."""
    for kind in UNSUPPORTED:
        has = kind.get("property") in [None, *resource.get("Properties", {})]
        if kind["type"] == resource["Type"] and has:
            return f"{kind['type']}: {kind['why']}"
    return None


def without_unsupported(template, left_out):
    """The template without what the engine cannot make, and without all mentions of that."""
    reasons = {name: reason_against(made) for name, made in template["Resources"].items()}
    gone = {name for name, reason in reasons.items() if reason}
    for name in gone:
        del template["Resources"][name]
        left_out.append(reasons[name])

    def mentions(value):
        text = json.dumps(value)
        return any(f'"Ref": "{name}"' in text or f'"{name}"' in text for name in gone)

    for resource in template["Resources"].values():
        depends = resource.get("DependsOn", [])
        if isinstance(depends, list):
            resource["DependsOn"] = [name for name in depends if name not in gone]
    outputs = template.get("Outputs", {})
    template["Outputs"] = {name: it for name, it in outputs.items() if not mentions(it)}
    return template


def deploy(account, stack, left_out):
    """Makes a stack, and answers how many resources it has."""
    upload_assets(account, stack)
    text = (ASSEMBLY / f"{stack}.template.json").read_text()
    template = without_unsupported(json.loads(text), left_out)
    cloudformation = account.client("cloudformation")
    cloudformation.create_stack(
        StackName=stack,
        TemplateBody=json.dumps(template),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    latest = time.time() + PATIENCE_S
    while True:
        [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
        if not found["StackStatus"].endswith("IN_PROGRESS"):
            break
        if time.time() > latest:
            raise SystemExit(f"{stack} is still {found['StackStatus']}")
        time.sleep(0.5)
    if found["StackStatus"] != "CREATE_COMPLETE":
        for event in cloudformation.describe_stack_events(StackName=stack)["StackEvents"]:
            if event["ResourceStatus"].endswith("FAILED"):
                print(f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason')}")
        raise SystemExit(f"{stack}: {found['StackStatus']}")
    return len(template["Resources"])


def main():
    manifest = json.loads((ASSEMBLY / "manifest.json").read_text())["artifacts"]
    stacks = [name for name, it in manifest.items() if it["type"] == "aws:cloudformation:stack"]
    port = free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log:
        engine = started(port, log)
        account = Account(port)
        left_out = []
        try:
            bootstrap(account)
            for stack in stacks:
                count = deploy(account, stack, left_out)
                print(f"{stack}: {count} resources, CREATE_COMPLETE")
        except BaseException:
            print(f"the engine's log: {log.name}")
            raise
        finally:
            engine.kill()
    os.unlink(log.name)
    for reason in sorted(set(left_out)):
        print(f"not made, {left_out.count(reason)} x {reason}")


if __name__ == "__main__":
    main()
