package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectrumTest {
    @Test
    void knowsTheCosinesOfAPath() {
        int size = 30;
        Spectrum spectrum = Spectrum.of(Graphs.path(size));
        for (int rank = 0; rank < size; rank++) {
            assertThat(spectrum.value(rank)).isCloseTo(2 - 2 * Math.cos(Math.PI * rank / size), within(1e-13));
            double[] vector = spectrum.vector(rank);
            double sign = Math.signum(vector[0]);
            double length = Math.sqrt((rank == 0 ? 1.0 : 1 / 2.0) * size);
            for (int node = 0; node < size; node++) {
                double cosine = Math.cos(Math.PI * rank * (node + 1 / 2.0) / size);
                assertThat(sign * vector[node]).isCloseTo(cosine / length, within(1e-12));
            }
        }
    }

    @Test
    void itsEigenvectorsHaveItsEigenvaluesAsEnergies() {
        Laplacian laplacian = Graphs.random(60, 5);
        Spectrum spectrum = Spectrum.of(laplacian);
        for (int rank = 0; rank < spectrum.size(); rank++) {
            assertThat(laplacian.energy(spectrum.vector(rank), 0)).isCloseTo(spectrum.value(rank), within(1e-12));
        }
        double[] values = Spectrum.values(laplacian);
        for (int rank = 0; rank < values.length; rank++) {
            assertThat(values[rank]).isCloseTo(spectrum.value(rank), within(1e-12));
        }
    }

    @Test
    void aSurveyMeasuresWhatHealthAndShapeMeasureAlone() {
        Laplacian laplacian = Graphs.random(40, 3);
        LaplacianSurvey survey = LaplacianSurvey.of(laplacian, LaplacianForm.COMBINATORIAL);
        LaplacianHealth alone = LaplacianHealth.of(laplacian, LaplacianForm.COMBINATORIAL);
        assertThat(survey.shape()).isEqualTo(GraphShape.of(laplacian, LaplacianForm.COMBINATORIAL));
        assertThat(survey.health().lambda2()).isCloseTo(alone.lambda2(), within(1e-12));
        assertThat(survey.health().hubShare()).isEqualTo(alone.hubShare());
        assertThat(survey.health().largestEigenvalue())
                .isEqualTo(survey.spectrum().value(39));
    }

    @Test
    void aSingleFeatureHasASpectrumToo() {
        Laplacian lonely = Laplacian.of(1, new int[] {0}, new int[] {0}, new double[] {0});
        LaplacianSurvey survey = LaplacianSurvey.of(lonely, LaplacianForm.COMBINATORIAL);
        assertThat(survey.spectrum().values()).containsExactly(0.0);
        assertThat(survey.health().lambda2()).isZero();
    }
}
