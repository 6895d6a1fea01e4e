/** Resamples of intervals around figures that hang on one path; an end then rests on 50 of them. */
export const PATH_DRAWS = 2_000;
