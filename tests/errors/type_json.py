import json
json.dumps({"when": {1, 2}})
