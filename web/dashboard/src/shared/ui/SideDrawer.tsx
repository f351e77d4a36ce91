import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './SideDrawer.module.css';

interface SideDrawerProps {
  readonly opened: boolean;
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Details beside the list they belong to. */
export function SideDrawer({ opened, title, onClose, children }: SideDrawerProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(480px, 100%)"
      transitionProps={{ duration: 180 }}
      lockScroll={false}
      classNames={{ content: styles.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.22} />
      <Drawer.Content>
        {/* Not Drawer.Header: its <header> would be a second banner landmark of the page. */}
        <div className={styles.header}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close the details" />
        </div>
        <Drawer.Body className={styles.body}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

interface DrawerHeadingProps {
  readonly avatar: ReactNode;
  readonly name: string;
  readonly detail: string;
}

export function DrawerHeading({ avatar, name, detail }: DrawerHeadingProps) {
  return (
    <div className={styles.head}>
      {avatar}
      <div className={styles.headText}>
        <div className={styles.name}>{name}</div>
        <div className={styles.detail}>{detail}</div>
      </div>
    </div>
  );
}
