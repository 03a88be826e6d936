package energy.peerwatt.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PairingCodeTest {

    @Test
    void readsWhatPeopleType() {
        PairingCode code = PairingCode.draw();

        assertThat(code.grouped()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(PairingCode.parse(code.grouped())).contains(code);
        assertThat(
                        PairingCode.parse(
                                " " + code.grouped().toLowerCase(Locale.ROOT).replace('-', ' ')))
                .contains(code);
        String withLetters = code.value().replace('0', 'O').replace('1', 'l');
        assertThat(PairingCode.parse(withLetters)).contains(code);
    }

    @Test
    void noticesEverySingleMistypedCharacter() {
        String code = PairingCode.draw().value();
        for (int at = 0; at < code.length(); at++) {
            for (char other : "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray()) {
                if (other != code.charAt(at)) {
                    String typed = code.substring(0, at) + other + code.substring(at + 1);
                    assertThat(PairingCode.parse(typed)).as(typed).isEmpty();
                }
            }
        }
    }

    @Test
    void refusesWhatIsNone() {
        assertThat(PairingCode.parse("")).isEmpty();
        assertThat(PairingCode.parse("0000-0000-000")).isEmpty();
        assertThat(PairingCode.parse("0000-0000-000U")).isEmpty();
        assertThat(PairingCode.parse("0000-0000-0000")).contains(new PairingCode("000000000000"));
    }
}
