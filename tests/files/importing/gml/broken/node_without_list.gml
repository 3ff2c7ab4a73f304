graph [
  directed 1
  node 1
]
