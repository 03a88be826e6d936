package energy.peerwatt.matching;

import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.sbe.CancelReasonCode;
import energy.peerwatt.matching.sbe.DesignCode;
import energy.peerwatt.matching.sbe.OriginCode;
import energy.peerwatt.matching.sbe.RationingCode;
import energy.peerwatt.matching.sbe.RejectReasonCode;
import energy.peerwatt.matching.sbe.SelfTradeCode;
import energy.peerwatt.matching.sbe.SideCode;
import energy.peerwatt.matching.sbe.TimeInForceCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One enum and its codes on the wire, matched by name, so that the order of neither matters.
 * Immutable.
 *
 * @param <E> the market's enum
 * @param <C> the schema's, which has a code for each of its names
 */
final class WireCodes<E extends Enum<E>, C extends Enum<C>> {

    static final WireCodes<Side, SideCode> SIDE =
            new WireCodes<>(Side.class, SideCode.class, SideCode::value);
    static final WireCodes<TimeInForce, TimeInForceCode> TIME_IN_FORCE =
            new WireCodes<>(TimeInForce.class, TimeInForceCode.class, TimeInForceCode::value);
    static final WireCodes<SelfTradePrevention, SelfTradeCode> SELF_TRADE =
            new WireCodes<>(SelfTradePrevention.class, SelfTradeCode.class, SelfTradeCode::value);
    static final WireCodes<Origin, OriginCode> ORIGIN =
            new WireCodes<>(Origin.class, OriginCode.class, OriginCode::value);
    static final WireCodes<MarketDesign.Kind, DesignCode> DESIGN =
            new WireCodes<>(MarketDesign.Kind.class, DesignCode.class, DesignCode::value);
    static final WireCodes<MarketDesign.Rationing, RationingCode> RATIONING =
            new WireCodes<>(
                    MarketDesign.Rationing.class, RationingCode.class, RationingCode::value);
    static final WireCodes<CancelReason, CancelReasonCode> CANCEL_REASON =
            new WireCodes<>(CancelReason.class, CancelReasonCode.class, CancelReasonCode::value);
    static final WireCodes<RejectReason, RejectReasonCode> REJECT_REASON =
            new WireCodes<>(RejectReason.class, RejectReasonCode.class, RejectReasonCode::value);

    private static final int CODES = 256;

    /** By wire code, null where there is none. */
    private final @Nullable E[] values;

    private final Map<E, C> codes;

    private WireCodes(Class<E> type, Class<C> codeType, ToIntFunction<C> code) {
        codes = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            codes.put(value, Enum.valueOf(codeType, value.name()));
        }
        @Nullable E[] byCode = Arrays.copyOf(type.getEnumConstants(), CODES);
        Arrays.fill(byCode, null);
        codes.forEach((value, c) -> byCode[code.applyAsInt(c)] = value);
        values = byCode;
    }

    /** Whether a value has this code, 0 to 255. */
    boolean isKnown(int code) {
        return values[code] != null;
    }

    /**
     * The value with this code, 0 to 255.
     *
     * @throws IllegalArgumentException if none has it
     */
    E value(int code) {
        E value = values[code];
        if (value == null) {
            throw new IllegalArgumentException("no value has the code " + code);
        }
        return value;
    }

    C code(E value) {
        C code = codes.get(value);
        if (code == null) {
            throw new IllegalStateException("no code for " + value);
        }
        return code;
    }
}
