"""Adds up the results of all test runners: `count.py FOLDER STATUS...`, the folder holding their JUnit files.

The last line is the real count. The exit status is 0 only when every runner ended well, something ran, nothing failed.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def main() -> int:
    folder, *statuses = sys.argv[1:]
    passed = failed = skipped = 0
    for file in sorted(pathlib.Path(folder).glob("*.xml")):
        for case in ElementTree.parse(file).iter("testcase"):
            kinds = {child.tag for child in case}
            if kinds & {"failure", "error"}:
                failed += 1
                print(f"failed: {case.get('classname')} {case.get('name')}")
            elif "skipped" in kinds:
                skipped += 1
            else:
                passed += 1
    crashed = [status for status in statuses if status != "0"]
    if crashed and not failed:
        failed = len(crashed)
        print("a test runner ended badly without naming a failed test")
    if passed == 0:
        print("no test ran")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
