graph [
  directed 1
  node [ id 1 age 1.2.3 ]
]
