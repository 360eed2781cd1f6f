"""The command line."""
import sys
from labelscope.catalogue import load_catalogue
from labelscope.errors import CatalogueError
def main():
    try:
        c = load_catalogue(sys.argv[2] if len(sys.argv) > 2 else None)
        print(c, "0 problems")
    except CatalogueError as e:
        only = sys.argv[3:] 
        ps=[p for p in e.problems if not only or any(o in p.file for o in only)]
        for p in ps: print(p)
        print(len(ps), "problems")
        return 1
    return 0
