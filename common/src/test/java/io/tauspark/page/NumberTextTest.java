package io.tauspark.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void keepsFourDigits() {
        assertThat(NumberText.of(1.89524)).isEqualTo("1.895");
        assertThat(NumberText.of(1598.76)).isEqualTo("1,599");
        assertThat(NumberText.of(57.9)).isEqualTo("57.9");
        assertThat(NumberText.of(3.0)).isEqualTo("3");
        assertThat(NumberText.of(-0.0034567)).isEqualTo("−0.003457");
        assertThat(NumberText.of(0.0)).isEqualTo("0");
        assertThat(NumberText.of(320_272L)).isEqualTo("320,272");
    }

    @Test
    void writesVerySmallAndVeryLargeNumbersAsPowers() {
        assertThat(NumberText.of(5.7e-14)).isEqualTo("5.7 × 10⁻¹⁴");
        assertThat(NumberText.of(-2e12)).isEqualTo("−2 × 10¹²");
        assertThat(NumberText.of(Double.NaN)).isEqualTo("not a number");
        assertThat(NumberText.of(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }

    @Test
    void writesSharesAndTimes() {
        assertThat(NumberText.percent(0.51683)).isEqualTo("51.7 %");
        assertThat(NumberText.percent(1)).isEqualTo("100 %");
        assertThat(NumberText.seconds(0.346)).isEqualTo("0.35 s");
        assertThat(NumberText.seconds(59.6)).isEqualTo("1 min 00 s");
        assertThat(NumberText.seconds(3725)).isEqualTo("1 h 02 min");
    }

    @Test
    void isTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(NumberText.of(1234.4)).isEqualTo("1,234");
            assertThat(NumberText.fixed(0.5, 4)).isEqualTo("0.5000");
            assertThat(Element.of("rect").with("x", 0.5)).hasToString("<rect x=\"0.5\"></rect>");
        } finally {
            Locale.setDefault(before);
        }
    }
}
