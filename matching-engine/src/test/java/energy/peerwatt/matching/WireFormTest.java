package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireFormTest {

    /** Not 0, so that a forgotten offset shows. */
    private static final int OFFSET = 5;

    static Stream<EngineCommand> commands() {
        return Stream.concat(WireExamples.commands().stream(), WireExamples.edgeCommands());
    }

    static Stream<EngineEvent> events() {
        return Stream.concat(WireExamples.events().stream(), WireExamples.edgeEvents());
    }

    @Test
    void hasAnExampleOfEveryMessage() {
        assertThat(WireExamples.commands())
                .extracting(command -> (Class) command.getClass())
                .containsExactlyInAnyOrder(EngineCommand.class.getPermittedSubclasses());
        assertThat(WireExamples.events())
                .extracting(event -> (Class) event.getClass())
                .containsExactlyInAnyOrder(EngineEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void decodesTheCommandItEncoded(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(command, buffer, OFFSET);

        assertThat(EngineCodec.decodeCommand(buffer, OFFSET, length)).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("events")
    void decodesTheEventItEncoded(EngineEvent event) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(event, buffer, OFFSET);

        assertThat(EngineCodec.decodeEvent(buffer, OFFSET, length)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesACommandOfAnotherLength(EngineCommand command) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
        int exact = EngineCodec.encode(command, buffer, 0);

        CommandView view = new CommandView();
        for (int length = 0; length <= exact + 40; length++) {
            assertThat(view.wrap(buffer, 0, length)).isEqualTo(length == exact);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void refusesAnEventOfAnotherLength(EngineEvent event) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
        int exact = EngineCodec.encode(event, buffer, 0);

        for (int length = 0; length <= exact + 40; length++) {
            int tried = length;
            if (tried != exact) {
                assertThatThrownBy(() -> EngineCodec.decodeEvent(buffer, 0, tried))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
