export type DeviceKind = 'desktop' | 'phone' | 'tablet' | 'unknown';

export interface Device {
  readonly kind: DeviceKind;
  /** "Mac · Edge" */
  readonly label: string;
}

/** Reads the device text of the wire, e.g. `Mac - Edge`, `Unknown Device - Unknown Browser`. */
export function parseDevice(device: string): Device {
  const [system = '', browser = ''] = device.split(' - ');
  const known = [system, browser].filter((part) => part !== '' && !part.startsWith('Unknown '));
  return { kind: kindOf(system), label: known.length === 0 ? 'Unknown device' : known.join(' · ') };
}

function kindOf(system: string): DeviceKind {
  if (/tablet|ipad/i.test(system)) return 'tablet';
  if (/iphone|ipod|android|ios|mobile|phone/i.test(system)) return 'phone';
  if (/mac|windows|linux|ubuntu|chrome ?os|bsd|desktop|pc/i.test(system)) return 'desktop';
  return 'unknown';
}
