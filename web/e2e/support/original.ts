/**
 * A script that speaks as the original one did: key in the header, no event ids, a socket that says
 * nothing, and a text/plain exit beacon without the key when the page is left. Written from the wire
 * contract; only the heartbeat is faster than its 30 s.
 * @param socket false: as where a proxy lets no WebSocket through
 */
export const originalScript = (origin: string, key: string, socket = true): string => `<script>
(() => {
  const visitorId = localStorage.getItem('tippen_visitor_id') ||
    'visitor_' + Date.now() + '_' + Math.random().toString(36).slice(2, 11).padEnd(9, '0');
  localStorage.setItem('tippen_visitor_id', visitorId);
  const describe = () => ({
    visitorId,
    url: location.href,
    referrer: document.referrer || 'direct',
    timestamp: new Date().toISOString(),
    userAgent: navigator.userAgent,
    screenResolution: screen.width + 'x' + screen.height,
    language: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    company: null,
    ip: null,
  });
  let timeOnPage = 0;
  const send = async (event) => {
    const answer = await fetch('${origin}/track/visitor', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Tippen-API-Key': '${key}' },
      body: JSON.stringify({ event, visitor: describe(), website: location.hostname }),
    });
    const { sessionId } = await answer.json();
    if (sessionId) sessionStorage.setItem('tippen_session_id', sessionId);
  };
  send('pageview').catch(() => {});
  const timer = setInterval(() => {
    timeOnPage += 30;
    send('heartbeat').catch(() => {});
  }, 1000);
  const socket = ${socket} && new WebSocket(
    '${origin.replace('http', 'ws')}/ws/visitor?visitorId=' + visitorId + '&apiKey=${key}');
  addEventListener('beforeunload', () => {
    navigator.sendBeacon('${origin}/track/visitor',
      JSON.stringify({ event: 'exit', visitor: describe(), timeOnPage }));
    clearInterval(timer);
    if (socket) socket.close();
  });
})();
</script>`;
