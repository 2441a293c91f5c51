package io.tauspark.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that breaks at least one rule; carries every broken rule, not just the first. */
public final class InvalidConfig extends InvalidInput {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidConfig(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
