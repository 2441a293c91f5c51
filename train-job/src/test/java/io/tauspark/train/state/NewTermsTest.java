package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ModelMemory;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.SpreadFactors;
import io.tauspark.model.TokenStart;
import io.tauspark.terms.TermTable;
import io.tauspark.tokens.TokenizerIdentity;
import io.tauspark.train.TrainJob;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NewTermsTest {
    private static final int VOCABULARY = 257;
    private static final int WIDTH = 16;

    private static final ModelConfig MODEL = TrainJob.configure(
                    "data=d",
                    "memory=m",
                    "output=o",
                    "tokenizer=bytes",
                    "model.width=16",
                    "model.heads.tau=2",
                    "model.memory.use=terms")
            .model();

    /** Tokens 0 to 29 lie on a line of angles; those from a number on are not known. */
    private static TermTable table(int known) {
        int size = WIDTH / 2;
        float[] vectors = new float[VOCABULARY * size];
        long[] counts = new long[VOCABULARY];
        for (int token = 0; token < known; token++) {
            counts[token] = 10;
            vectors[token * size] = (float) Math.cos(token / 20.0);
            vectors[token * size + 1] = (float) Math.sin(token / 20.0);
        }
        return new TermTable(
                new TokenizerIdentity("bytes", VOCABULARY, "f00"),
                counts,
                size,
                vectors,
                vectors,
                new double[0],
                new float[0],
                new float[VOCABULARY]);
    }

    @Test
    void aNewTermGetsTheWeightedMeanOfItsNeighboursAndAllOthersStay() {
        ParameterLayout layout = ParameterLayout.of(MODEL, WIDTH);
        int offset = Math.toIntExact(layout.slot(ParameterLayout.EMBEDDING).offset());
        float[] parameters = new float[Math.toIntExact(layout.size())];
        for (int i = 0; i < VOCABULARY * WIDTH; i++) {
            int token = i / WIDTH;
            parameters[offset + i] = token;
        }
        float[] before = parameters.clone();
        ModelMemory now =
                new ModelMemory(HeadLaplacians.none(), SpreadFactors.NONE, TokenStart.of(table(30), MODEL), "x");
        assertThat(NewTerms.place(parameters, layout, table(29), now)).isEqualTo(1);

        // Its neighbours are the ten tokens before it; the nearest ones weigh most.
        double weights = 0;
        double sum = 0;
        double sigma = 1 - Math.cos(6 / 20.0);
        for (int distance = 1; distance <= 10; distance++) {
            double weight = 1 / (1 + Math.pow((1 - Math.cos(distance / 20.0)) / sigma, 1.8));
            weights += weight;
            sum += weight * (29 - distance);
        }
        for (int i = 0; i < WIDTH; i++) {
            assertThat(parameters[offset + 29 * WIDTH + i]).isCloseTo((float) (sum / weights), within(1e-3f));
        }
        Arrays.fill(parameters, offset + 29 * WIDTH, offset + 30 * WIDTH, 29);
        int head = Math.toIntExact(layout.slot(ParameterLayout.HEAD).offset());
        Arrays.fill(parameters, head + 29 * WIDTH, head + 30 * WIDTH, 0);
        assertThat(parameters).isEqualTo(before);
    }

    @Test
    void nothingChangesWhereTheMemoryKnowsNoMore() {
        ParameterLayout layout = ParameterLayout.of(MODEL, WIDTH);
        float[] parameters = new float[Math.toIntExact(layout.size())];
        ModelMemory now =
                new ModelMemory(HeadLaplacians.none(), SpreadFactors.NONE, TokenStart.of(table(20), MODEL), "x");
        assertThat(NewTerms.place(parameters, layout, table(30), now)).isZero();
        assertThat(parameters).containsOnly(0);
    }
}
