# Makes the DL files that sna writes (tried with sna 2.7-1 on R 4.2.2); run by hand in this folder:
#   Rscript make_ucinet.R
library(sna)
asks <- matrix(c(0, 1, 0, 0, 0, 1, 1, 0, 0), 3, byrow = TRUE)
names <- c("Sari", "Budi", "Tin")
write.dl(asks, "ucinet/sna_numbers.dl")
write.dl(list(asks, t(asks)), "ucinet/sna_two_relations.dl",
         matrix.lab = c("friend", "kin"), vertex.lab = names)
write.dl(asks * 0.5, "ucinet/sna_weights.dl", vertex.lab = c("Ibu Sari", "Pak Budi", "Tin"))
