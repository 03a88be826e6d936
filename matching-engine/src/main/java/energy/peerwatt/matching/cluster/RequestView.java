package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.sbe.CommandRequestDecoder;
import energy.peerwatt.matching.sbe.EventsRequestDecoder;
import energy.peerwatt.matching.sbe.MessageHeaderDecoder;
import energy.peerwatt.matching.sbe.StateReportDecoder;
import org.agrona.DirectBuffer;

/**
 * Looks at one request of a client without making objects of it. Single-threaded.
 *
 * <p>It takes requests of newer clients too and skips what it does not know of them: their sender
 * shall get an answer, if only that the command within is malformed.
 */
final class RequestView {

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandRequestDecoder commandRequest = new CommandRequestDecoder();
    private final EventsRequestDecoder eventsRequest = new EventsRequestDecoder();
    private final StateReportDecoder stateReport = new StateReportDecoder();
    private int templateId;
    private int commandOffset;
    private int commandLength;

    /**
     * Looks at these bytes, which stay where they are and must not change meanwhile.
     *
     * @return false if they are no request
     */
    boolean wrap(DirectBuffer buffer, int offset, int length) {
        templateId = 0;
        if (length < HEADER) {
            return false;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || header.version() == 0) {
            return false;
        }
        int block = header.blockLength();
        int behind = length - HEADER - block;
        boolean whole =
                switch (header.templateId()) {
                    case CommandRequestDecoder.TEMPLATE_ID ->
                            block >= CommandRequestDecoder.BLOCK_LENGTH
                                    && hasCommand(buffer, offset + HEADER, behind);
                    case StateReportDecoder.TEMPLATE_ID ->
                            block >= StateReportDecoder.BLOCK_LENGTH && behind >= 0;
                    case EventsRequestDecoder.TEMPLATE_ID ->
                            block >= EventsRequestDecoder.BLOCK_LENGTH && behind >= 0;
                    default -> false;
                };
        if (whole) {
            templateId = header.templateId();
            eventsRequest.wrap(buffer, offset + HEADER, block, header.version());
            stateReport.wrap(buffer, offset + HEADER, block, header.version());
        }
        return whole;
    }

    private boolean hasCommand(DirectBuffer buffer, int at, int behind) {
        if (behind < CommandRequestDecoder.encodedCommandHeaderLength()) {
            return false;
        }
        commandRequest.wrap(buffer, at, header.blockLength(), header.version());
        commandLength = commandRequest.encodedCommandLength();
        commandOffset = commandRequest.limit() + CommandRequestDecoder.encodedCommandHeaderLength();
        return behind >= CommandRequestDecoder.encodedCommandHeaderLength() + commandLength;
    }

    /** Whether it is a member's report of its state, and thus of no client. */
    boolean isStateReport() {
        return templateId == StateReportDecoder.TEMPLATE_ID;
    }

    /** What the member says; of a report. */
    StateReportDecoder stateReport() {
        return stateReport;
    }

    /** Whether it asks for a command; otherwise it asks for events or is a report. */
    boolean isCommand() {
        return templateId == CommandRequestDecoder.TEMPLATE_ID;
    }

    /** The client's number of it; of a command. */
    long correlation() {
        return commandRequest.correlation();
    }

    /** Where the command begins in the bytes looked at. */
    int commandOffset() {
        return commandOffset;
    }

    int commandLength() {
        return commandLength;
    }

    /** The last event the client has; of a request for events. */
    long after() {
        return eventsRequest.after();
    }
}
