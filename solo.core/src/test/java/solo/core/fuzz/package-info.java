/** Runs fuzz targets: their kept inputs always, the fuzzer when asked for. */
package solo.core.fuzz;
