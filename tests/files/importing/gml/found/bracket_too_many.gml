graph [
  directed 1
  multigraph 1
  node [
    id 0
    label "a1"
    age 40
    income 1.5
    member 1
  ]
  node [
    id 1
    label "b2"
    age 35
    income 2.0
    member 0
  ]
  node [
    id 2
    label "c3"
    age 61
    income 0.25
    member 1
  ]
  node [
    id 3
    label "d4"
    age 18
    income 3.0
  ]
  ]
  node [
    id 4
    label "e5"
    age 50
    income 4.0
    member 0
  ]
  edge [
    source 0
    target 1
    key 0
    weight 0.5
    relation "kin"
  ]
  edge [
    source 0
    target 1
    key 1
    weight 0.25
    relation "market"
  ]
  edge [
    source 1
    target 2
    key 0
    weight 1.0
    relation "market"
  ]
  edge [
    source 2
    target 0
    key 0
    weight 2.0
    relation "kin"
    member 0
  edge [
    source 3
    target 3
    key 0
    weight 1.0
    relation "kin"
  ]
]
