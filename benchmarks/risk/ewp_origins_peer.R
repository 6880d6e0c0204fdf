# The refits of all origins of EWP-RO30 with R's glmnet: a peer written for this comparison, not EWP's own script.
# It does the fits that EWP's replication files do: for each origin t, cv.glmnet on the complete rows up to t - 2,
# binomial, alpha 0.5, ten folds drawn after set.seed(90035), and the risks of t at lambda.min.
#
#   Rscript ewp_origins_peer.R PANEL.csv FORECASTS.csv
#
# PANEL.csv: country_gwcode, origin (year), y, complete (0/1), then the predictors. Prints the seconds of reading and fitting.

suppressPackageStartupMessages(library(glmnet))

paths <- commandArgs(trailingOnly = TRUE)
began <- proc.time()[["elapsed"]]
panel <- read.csv(paths[1], check.names = FALSE)
predictors <- setdiff(names(panel), c("country_gwcode", "origin", "y", "complete"))
x <- as.matrix(panel[predictors])

forecast <- function(t) {
  training <- panel$complete == 1 & panel$origin <= t - 2
  tested <- panel$complete == 1 & panel$origin == t
  set.seed(90035)
  fit <- cv.glmnet(x[training, ], panel$y[training], family = "binomial", alpha = 0.5, nfolds = 10)
  risk <- predict(fit, newx = x[tested, ], s = "lambda.min", type = "response")
  data.frame(country_gwcode = panel$country_gwcode[tested], origin = t, p = as.numeric(risk))
}

forecasts <- do.call(rbind, lapply(1993:2022, forecast))
write.csv(forecasts, paths[2], row.names = FALSE)
cat(proc.time()[["elapsed"]] - began, "\n")
