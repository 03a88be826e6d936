package energy.peerwatt.web.parts;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DirectoryLockTest {

    @Test
    void letsOneInAtATime() throws IOException {
        try (TestDirectory directory = new TestDirectory("lock")) {
            Path data = directory.path().resolve("data");
            try (DirectoryLock first = DirectoryLock.tryTake(data).orElseThrow()) {
                assertThat(DirectoryLock.tryTake(data)).isEmpty();
                assertThat(first).isNotNull();
            }
            try (DirectoryLock next = DirectoryLock.tryTake(data).orElseThrow()) {
                assertThat(next).isNotNull();
            }
        }
    }
}
