package io.tauspark.tokenizer;

/**
 * The number of merges that a corpus supports well enough: the largest after which 95 % of all learnt tokens stand at
 * least 100 times in the training documents, so that nearly every row of an embedding is learnt from something. At most
 * 32,768 ids, for models of the sizes that are trained here.
 *
 * <p>Source: Gowda and May, Finding the Optimal Vocabulary Size for Neural Machine Translation, Findings of EMNLP 2020,
 * who find the largest vocabulary of which 95 % of the classes have 100 examples to be near the best.
 */
final class VocabularyChoice {
    /** Ids of the largest vocabulary that is chosen, bytes and special tokens among them. */
    static final int LARGEST = 1 << 15;

    /** Times that a token stands in the training documents from which on it counts as frequent. */
    static final long ENOUGH = 100;

    private static final double SHARE = 0.95;

    private final MergeLearner learner;
    private final boolean[] frequent;
    private int frequentTokens;
    private int chosen;

    private VocabularyChoice(MergeLearner learner, int most) {
        this.learner = learner;
        this.frequent = new boolean[ByteAlphabet.SIZE + most];
    }

    /**
     * Learns merges as long as new tokens are frequent enough.
     *
     * @param most merges to learn
     * @return how many of the merges are to be kept
     */
    static int learn(MergeLearner learner, int most) {
        VocabularyChoice choice = new VocabularyChoice(learner, most);
        while (learner.merges().count() < most && learner.learn() && choice.admits()) {
            choice.weigh();
        }
        return choice.chosen;
    }

    /** Whether the newest token may be frequent. Pairs only become rarer, and so does a token once it is made. */
    private boolean admits() {
        return learner.newestPairCount() >= ENOUGH;
    }

    private void weigh() {
        Merges merges = learner.merges();
        long pair = merges.pair(merges.count() - 1);
        update(Merges.left(pair));
        update(Merges.right(pair));
        update(newest());
        if (frequentTokens >= SHARE * merges.count()) {
            chosen = merges.count();
        }
    }

    private int newest() {
        return learner.merges().tokens() - 1;
    }

    private void update(int token) {
        boolean now = token >= ByteAlphabet.SIZE && learner.count(token) >= ENOUGH;
        if (frequent[token] != now) {
            frequent[token] = now;
            frequentTokens += now ? 1 : -1;
        }
    }
}
