# Makes the files of R of the corpus with R 4.2, haven 2.5, network 1.18 and igraph 1.3; run by hand, in this folder.
people <- data.frame(
  id = c(1L, 2L, NA, 4L), name = c("Ani", "Budi", "\u00c7i", NA), share = c(0.5, NA, 2, NaN),
  hamlet = factor(c("Lor", "Kidul", NA, "Lor"), levels = c("Kidul", "Lor", "Wetan")),
  member = c(TRUE, NA, FALSE, TRUE), born = as.Date(c("1970-01-02", NA, "1985-12-31", "1990-06-15")),
  stringsAsFactors = FALSE)
ties <- data.frame(ego = c(1, 2, 4), alter = c(2, 4, 1))
saveRDS(people, "r/frame.rds")
saveRDS(people, "r/frame_2.rds", version = 2, compress = FALSE)
saveRDS(list(people = people, more = list(ties = ties), ties), "r/list.rds")
save(people, ties, file = "r/frames.rda")
labelled <- data.frame(id = c("a", "b", "c"), stringsAsFactors = FALSE)
labelled$asked <- haven::labelled(c(1, haven::tagged_na("a"), 2),
  labels = c(yes = 1, no = 2, refused = haven::tagged_na("a")), label = "Do you use a wheel?")
labelled$years <- haven::labelled_spss(c(3, -99, -1), labels = c(refused = -99), na_values = -99, na_range = c(-5, -1))
labelled$when <- as.POSIXct("2010-11-30 12:30:00", tz = "UTC") + c(0, 60, NA)
saveRDS(labelled, "r/haven.rds")
matrix_ <- matrix(c(0, 1, 0, 0, 0, 1, NA, 0, 0), 3, byrow = TRUE, dimnames = list(c("Ani", "Budi", "Tin"), c("Ani", "Budi", "Tin")))
saveRDS(matrix_, "r/matrix.rds")
wide <- data.frame(n = 1:2, row.names = c("Ani", "Budi"))
note <- "made by hand"
save(wide, note, file = "r/row_names.RData", compress = "xz")
saveRDS(network::network(matrix(c(0, 1, 1, 0), 2)), "r/broken/network.rds")
saveRDS(igraph::make_ring(3), "r/broken/igraph.rds")
saveRDS(structure(list(graph = list(), toa = 1:3), class = "diffnet"), "r/broken/diffnet.rds")
saveRDS(function(x) x, "r/broken/function.rds")
saveRDS("text", "r/broken/text.rds")
saveRDS(data.frame(), "r/broken/empty.rds")
if (requireNamespace("haven")) haven::write_dta(labelled[, c("id", "asked")], "stata/haven_15.dta", version = 15)
if (requireNamespace("haven")) haven::write_sav(labelled[, c("id", "years")], "spss/haven.sav")
alike <- data.frame(a = 1:2, b = 3:4)
names(alike) <- c("friend", "friend")
saveRDS(list(alike, alike, x = 1:3), "r/alike.rds")
