package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContractErrorsTest {

    @Test
    void namesTheContractsErrors() {
        String selector = Digest.keccak("CashNotZeroSum(int256)".getBytes(UTF_8)).hex();

        assertThat(ContractErrors.errorIn(selector.substring(0, 10) + "0".repeat(64)))
                .isEqualTo("CashNotZeroSum(0)");
        assertThat(ContractErrors.errorIn(selector.substring(0, 10) + "f".repeat(63) + "e"))
                .isEqualTo("CashNotZeroSum(-2)");
        assertThat(ContractErrors.errorIn("")).isEqualTo("unknown");
    }

    @Test
    void readsTheReasonsThatSolidityItselfGives() {
        String text =
                AbiWords.call("Error(string)").add(32).add(5).hex() + "7061757365" + "0".repeat(54);

        assertThat(ContractErrors.errorIn(text)).isEqualTo("pause");
        assertThat(ContractErrors.errorIn(AbiWords.call("Panic(uint256)").add(17).hex()))
                .isEqualTo("panic 17");
        assertThat(ContractErrors.errorIn("0x12345678")).isEqualTo("unknown error 0x12345678");
    }
}
