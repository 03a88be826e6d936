package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorsDocTest {

    @Test
    void everyErrorCodeHasAParagraphAndEveryParagraphACode() throws IOException {
        var headings =
                Files.readAllLines(Path.of("docs/errors.md")).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3))
                        .toList();

        assertThat(headings)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList());
    }
}
