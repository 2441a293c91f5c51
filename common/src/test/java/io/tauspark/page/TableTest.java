package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.page.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void numbersStandOnTheRight() {
        Table table = Table.ofNumbers(List.of("model", "ms", "tokens/s"), List.of(List.of("dot", "1.5", "2,000")));
        assertThat(table.markdown()).isEqualTo("""
                | model | ms | tokens/s |
                |---|---:|---:|
                | dot | 1.5 | 2,000 |
                """);
        assertThat(Markup.texts(table.html(), "td", "number")).containsExactly("1.5", "2,000");
        assertThat(Markup.texts(table.html(), "th", "number")).containsExactly("ms", "tokens/s");
    }

    @Test
    void aNameWithABarDoesNotBreakTheTable() {
        Table table = new Table(List.of(Column.text("a")), List.of(List.of("x|y")));
        assertThat(table.markdown()).isEqualTo("| a |\n|---|\n| x\\|y |\n");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new Table(List.of(Column.text("a")), List.of(List.of("x", "y"))))
                .hasMessage("row of 2 cells in a table of 1 columns");
    }
}
