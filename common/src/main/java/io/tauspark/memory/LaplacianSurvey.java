package io.tauspark.memory;

/**
 * A Laplacian with all that is measured on it, from one solve.
 *
 * @param laplacian the matrix
 * @param spectrum its eigenvalues and eigenvectors
 * @param health what it is worth
 * @param shape how its edges are spread
 */
public record LaplacianSurvey(Laplacian laplacian, Spectrum spectrum, LaplacianHealth health, GraphShape shape) {
    /** Surveys a matrix, sound or not; costs its {@link Spectrum}. */
    public static LaplacianSurvey of(Laplacian laplacian, LaplacianForm form) {
        Spectrum spectrum = Spectrum.of(laplacian);
        double[] eigenvalues =
                spectrum.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new LaplacianSurvey(
                laplacian, spectrum, LaplacianHealth.of(laplacian, form, eigenvalues), GraphShape.of(laplacian, form));
    }
}
