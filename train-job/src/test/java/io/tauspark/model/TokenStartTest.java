package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import io.tauspark.terms.TermTable;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.train.TrainJob;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenStartTest {
    /** Ids of the byte tokenizer, the last of which separates documents. */
    private static final int VOCABULARY = 257;

    private static final int SEPARATOR = 256;
    private static final int SIZE = 64;
    private static final int RANK = 4;

    /** Every token but the last hundred is known; each vector points along one axis of its own. */
    private static TermTable table() {
        long[] counts = new long[VOCABULARY];
        float[] substitution = new float[VOCABULARY * SIZE];
        float[] topical = new float[VOCABULARY * SIZE];
        float[] eigenvectors = new float[VOCABULARY * RANK];
        for (int token = 0; token < VOCABULARY - 100; token++) {
            counts[token] = 1000L - token;
            substitution[token * SIZE + token % SIZE] = 7;
            topical[token * SIZE + (token + 1) % SIZE] = 0.5f;
            Arrays.fill(eigenvectors, token * RANK, (token + 1) * RANK, (float) (1 / Math.sqrt(157)));
        }
        return new TermTable(
                new TokenizerIdentity("bytes", VOCABULARY, "f00"),
                counts,
                SIZE,
                substitution,
                topical,
                new double[] {0.1, 0.2, 0.5, 1},
                eigenvectors,
                new float[VOCABULARY]);
    }

    private static ModelConfig model(String... settings) {
        String[] all = Arrays.copyOf(
                new String[] {"data=d", "memory=m", "output=o", "tokenizer=bytes", "model.vocabulary=260"},
                5 + settings.length);
        System.arraycopy(settings, 0, all, 5, settings.length);
        return TrainJob.configure(all).model();
    }

    @Test
    void vectorsAreHalfOfEachKindAndOfLengthOne() {
        TokenStart start = TokenStart.of(table(), model("model.memory.use=terms"));
        assertThat(start.vectors()).hasSize(260 * 128);
        float half = (float) Math.sqrt(0.5);
        float[] third = Arrays.copyOfRange(start.vectors(), 2 * 128, 3 * 128);
        float[] expected = new float[128];
        expected[2] = half;
        expected[64 + 3] = half;
        assertThat(third).containsExactly(expected, within(1e-6f));
        float[] vectors = start.vectors(5);
        for (int token = 0; token < 260; token++) {
            double squares = 0;
            for (int i = token * 128; i < (token + 1) * 128; i++) {
                squares += vectors[i] * vectors[i];
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
        }
        assertThat(start.vectors(5)).isEqualTo(vectors);
        assertThat(start.vectors(6)).isNotEqualTo(vectors);
        assertThat(Arrays.copyOf(start.vectors(6), 157 * 128)).isEqualTo(Arrays.copyOf(vectors, 157 * 128));
    }

    @Test
    void biasIsTheLogOfEachTokensShare() {
        TokenStart start = TokenStart.of(table(), model("model.memory.use=counts"));
        assertThat(start.vectors()).isEmpty();
        double sum = 0;
        for (float bias : start.bias()) {
            sum += Math.exp(bias);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(start.bias()[0] - start.bias()[100]).isCloseTo((float) Math.log(1000.3 / 900.3), within(1e-5f));
        assertThat(start.bias()[259]).isEqualTo(start.bias()[200]);
    }

    @Test
    void factorsAreSmoothEigenvectorsOfUnitSize() {
        SpreadFactors factors =
                SpreadFactors.of(table(), model("model.memory.use=spread", "model.memory.spread.rank=3"), SEPARATOR);
        assertThat(factors.values()).hasSize(260 * 3);
        assertThat(factors.values()[0]).isCloseTo((float) (0.25 / 1.4), within(1e-5f));
        assertThat(factors.values()[2]).isCloseTo((float) (0.25 / 3), within(1e-5f));
        assertThat(factors.separator()).isEqualTo(SEPARATOR);
    }

    @Test
    void factorsOfMutualInformationAreTheTopicalVectors() {
        SpreadFactors factors = SpreadFactors.of(
                table(),
                model("model.memory.use=spread", "model.memory.spread.factors=pmi", "model.memory.spread.rank=64"),
                0);
        assertThat(Arrays.copyOf(factors.values(), 64)).as("of the separator").containsOnly(0);
        assertThat(factors.values()[64 + 2]).isEqualTo(0.5f);
    }

    @Test
    void aMemoryThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> TokenStart.of(table(), model("model.memory.use=terms", "model.width=256")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("model.width = 256 needs 128 numbers")
                .hasMessageContaining("terms.size = 128");
        assertThatThrownBy(() -> SpreadFactors.of(
                        table(), model("model.memory.use=spread", "model.memory.spread.rank=5"), SEPARATOR))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("the memory has 4 eigenvectors")
                .hasMessageContaining("larger terms.rank");
    }
}
