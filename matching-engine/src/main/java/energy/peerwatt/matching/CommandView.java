package energy.peerwatt.matching;

import energy.peerwatt.matching.sbe.AcknowledgeEventsDecoder;
import energy.peerwatt.matching.sbe.CancelOrderDecoder;
import energy.peerwatt.matching.sbe.CancelOrdersDecoder;
import energy.peerwatt.matching.sbe.ConfigureAreaDecoder;
import energy.peerwatt.matching.sbe.LinkAreasDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.ReplaceOrderDecoder;
import energy.peerwatt.matching.sbe.SetClockDecoder;
import energy.peerwatt.matching.sbe.SetFeederLimitDecoder;
import energy.peerwatt.matching.sbe.SetGroupDecoder;
import energy.peerwatt.matching.sbe.SetParticipantLimitsDecoder;
import energy.peerwatt.matching.sbe.SetTransferCapacityDecoder;
import energy.peerwatt.matching.sbe.SetTrustDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Looks at one encoded command without making objects of it. Single-threaded.
 *
 * <p>After {@link #wrap} has returned true, the decoder that belongs to {@link #templateId} may be
 * read, and every value it gives is one the market's records take: codes are known, identifiers
 * positive, intervals aligned. The other decoders are not to be read.
 */
final class CommandView {

    private static final int NONE = 0;

    private final SetClockDecoder setClock = new SetClockDecoder();
    private final ConfigureAreaDecoder configureArea = new ConfigureAreaDecoder();
    private final LinkAreasDecoder linkAreas = new LinkAreasDecoder();
    private final SetTransferCapacityDecoder setTransferCapacity = new SetTransferCapacityDecoder();
    private final SetFeederLimitDecoder setFeederLimit = new SetFeederLimitDecoder();
    private final SetParticipantLimitsDecoder setParticipantLimits =
            new SetParticipantLimitsDecoder();
    private final SetGroupDecoder setGroup = new SetGroupDecoder();
    private final SetTrustDecoder setTrust = new SetTrustDecoder();
    private final PlaceOrderDecoder placeOrder = new PlaceOrderDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final PlaceBlockDecoder placeBlock = new PlaceBlockDecoder();
    private final PlaceBasketDecoder placeBasket = new PlaceBasketDecoder();
    private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final AcknowledgeEventsDecoder acknowledgeEvents = new AcknowledgeEventsDecoder();

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;
    private int templateId = NONE;

    /**
     * Looks at these bytes, which stay where they are and must not change meanwhile.
     *
     * @return false if they are not exactly one well-formed command of this version or an older one
     */
    boolean wrap(DirectBuffer source, int from, int bytes) {
        buffer = source;
        offset = from;
        length = bytes;
        templateId = NONE;
        if (!WireHeader.isWithin(source, from, bytes)) {
            return false;
        }
        long header = WireHeader.read(source, from);
        // Newer ones are refused: what an older node cannot see would make replicas differ.
        if (!WireHeader.isOurs(header) || WireHeader.version(header) > WireHeader.VERSION) {
            return false;
        }
        int template = WireHeader.templateId(header);
        if (!isWellFormed(template, WireHeader.blockLength(header), WireHeader.version(header))) {
            return false;
        }
        templateId = template;
        return true;
    }

    private boolean isWellFormed(int template, int block, int version) {
        int at = offset + WireHeader.LENGTH;
        return switch (template) {
            case PlaceOrderDecoder.TEMPLATE_ID ->
                    isWhole(block, PlaceOrderDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(placeOrder.wrap(buffer, at, block, version));
            case CancelOrderDecoder.TEMPLATE_ID ->
                    isWhole(block, CancelOrderDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(cancelOrder.wrap(buffer, at, block, version));
            case ReplaceOrderDecoder.TEMPLATE_ID ->
                    isWhole(block, ReplaceOrderDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(
                                    replaceOrder.wrap(buffer, at, block, version));
            case PlaceBlockDecoder.TEMPLATE_ID ->
                    isWhole(block, PlaceBlockDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(placeBlock.wrap(buffer, at, block, version));
            case PlaceBasketDecoder.TEMPLATE_ID ->
                    block == PlaceBasketDecoder.BLOCK_LENGTH
                            && WireHeader.areWholeLegs(buffer, at + block, offset + length, false)
                            && CommandChecks.areValid(placeBasket.wrap(buffer, at, block, version));
            case CancelOrdersDecoder.TEMPLATE_ID ->
                    isWhole(block, CancelOrdersDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(
                                    cancelOrders.wrap(buffer, at, block, version));
            case AcknowledgeEventsDecoder.TEMPLATE_ID -> {
                acknowledgeEvents.wrap(buffer, at, block, version);
                yield isWhole(block, AcknowledgeEventsDecoder.BLOCK_LENGTH);
            }
            default -> isWellFormedSetting(template, block, version);
        };
    }

    private boolean isWellFormedSetting(int template, int block, int version) {
        int at = offset + WireHeader.LENGTH;
        return switch (template) {
            case SetClockDecoder.TEMPLATE_ID ->
                    isWhole(block, SetClockDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(setClock.wrap(buffer, at, block, version));
            case ConfigureAreaDecoder.TEMPLATE_ID ->
                    isWhole(block, configureAreaLength(version))
                            && CommandChecks.areValid(
                                    configureArea.wrap(buffer, at, block, version));
            case LinkAreasDecoder.TEMPLATE_ID ->
                    isWhole(block, LinkAreasDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(linkAreas.wrap(buffer, at, block, version));
            case SetTransferCapacityDecoder.TEMPLATE_ID ->
                    isWhole(block, SetTransferCapacityDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(
                                    setTransferCapacity.wrap(buffer, at, block, version));
            case SetFeederLimitDecoder.TEMPLATE_ID ->
                    isWhole(block, SetFeederLimitDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(
                                    setFeederLimit.wrap(buffer, at, block, version));
            case SetParticipantLimitsDecoder.TEMPLATE_ID ->
                    isWhole(block, SetParticipantLimitsDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(
                                    setParticipantLimits.wrap(buffer, at, block, version));
            case SetGroupDecoder.TEMPLATE_ID ->
                    isWhole(block, SetGroupDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(setGroup.wrap(buffer, at, block, version));
            case SetTrustDecoder.TEMPLATE_ID ->
                    isWhole(block, SetTrustDecoder.BLOCK_LENGTH)
                            && CommandChecks.areValid(setTrust.wrap(buffer, at, block, version));
            default -> false;
        };
    }

    /** A message that grew has the length that it had in its writer's version. */
    private static int configureAreaLength(int version) {
        return version < ConfigureAreaDecoder.repeatWindowSinceVersion()
                ? ConfigureAreaDecoder.repeatWindowEncodingOffset()
                : ConfigureAreaDecoder.BLOCK_LENGTH;
    }

    /** Whether the block has the length it must have, and nothing follows it. */
    private boolean isWhole(int block, int expected) {
        return block == expected && length == WireHeader.LENGTH + block;
    }

    /** Which command it is, as the decoders' {@code TEMPLATE_ID}; 0 if it is none. */
    int templateId() {
        return templateId;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Where the command's header begins. */
    int offset() {
        return offset;
    }

    /** Length in bytes, header included. */
    int length() {
        return length;
    }

    SetClockDecoder setClock() {
        return setClock;
    }

    ConfigureAreaDecoder configureArea() {
        return configureArea;
    }

    LinkAreasDecoder linkAreas() {
        return linkAreas;
    }

    SetTransferCapacityDecoder setTransferCapacity() {
        return setTransferCapacity;
    }

    SetFeederLimitDecoder setFeederLimit() {
        return setFeederLimit;
    }

    SetParticipantLimitsDecoder setParticipantLimits() {
        return setParticipantLimits;
    }

    SetGroupDecoder setGroup() {
        return setGroup;
    }

    SetTrustDecoder setTrust() {
        return setTrust;
    }

    PlaceOrderDecoder placeOrder() {
        return placeOrder;
    }

    ReplaceOrderDecoder replaceOrder() {
        return replaceOrder;
    }

    PlaceBlockDecoder placeBlock() {
        return placeBlock;
    }

    PlaceBasketDecoder placeBasket() {
        return placeBasket;
    }

    CancelOrdersDecoder cancelOrders() {
        return cancelOrders;
    }

    CancelOrderDecoder cancelOrder() {
        return cancelOrder;
    }

    AcknowledgeEventsDecoder acknowledgeEvents() {
        return acknowledgeEvents;
    }
}
