/** The icon set: one path each in a 24 x 24 box, drawn with a stroke and no fill. Names say the thing, not where it is used. */
export const ICON_PATHS = {
  alert: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5v5.5M12 16.4v.1',
  'arrow-right': 'M4.5 12h15M13.5 6l6 6l-6 6',
  building: 'M5 21V4h9v17M14 9.5h5V21M3 21h18M8.5 8h2M8.5 12h2M8.5 16h2',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  chevron: 'M9 5.5l6.5 6.5L9 18.5',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5V12l3 2',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  cross: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9 9l6 6M15 9l-6 6',
  download: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  eye: 'M2.5 12c2.3-4.2 5.5-6.3 9.5-6.3s7.2 2.1 9.5 6.3c-2.3 4.2-5.5 6.3-9.5 6.3S4.8 16.2 2.5 12M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5.5M12 7.6v.1',
  key: 'M8 8.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M11.4 10.2L20 3.5M16 6.6l2.6 3.2',
  list: 'M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.1M4 12h.1M4 18h.1',
  lock: 'M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  mail: 'M3.5 5.5h17v13h-17zM3.5 6.5L12 13l8.5-6.5',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  monitor: 'M3 5h18v11.5H3zM9 20.5h6M12 16.5v4',
  pause: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M10 9v6M14 9v6',
  people:
    'M9 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 20c.6-3.8 3-5.5 6.5-5.5s5.9 1.7 6.5 5.5M16 5a3.5 3.5 0 0 1 0 6.3M18 14.8c2.1.7 3.2 2.4 3.5 5.2',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c.7-4.2 3.4-6 7.5-6s6.8 1.8 7.5 6',
  phone:
    'M6 3.5h3l1.5 4.5L8.3 9.8a12 12 0 0 0 5.9 5.9l1.8-2.2l4.5 1.5v3c0 1.5-1 2.5-2.5 2.5C10.5 20 4 13.5 3.5 6C3.5 4.5 4.5 3.5 6 3.5z',
  device: 'M9.5 2.5h5a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-5a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18.5h2',
  print: 'M7 8V3.5h10V8M7 17H4V8h16v9h-3M7 13.5h10v7H7z',
  question: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9.3 9.5a2.7 2.7 0 1 1 3.9 2.5c-.8.4-1.2.9-1.2 1.7v.3M12 16.9v.1',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.3 15.3L20.5 20.5',
  warning: 'M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1',
} as const;

export type IconName = keyof typeof ICON_PATHS;
