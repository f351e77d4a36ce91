import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { forgetLiveStores } from '../live/socket/liveStore';
import { LogOutIcon } from '../shared/ui/icons';
import { logOut, sessionQuery, type User } from './session';
import styles from './AccountMenu.module.css';

export function AccountMenu({ user }: { readonly user: User }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: logOut,
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/login' });
      forgetLiveStores();
    },
  });
  const name = `${user.firstName} ${user.lastName}`.trim() || user.email;
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={styles.button}
          aria-label={`${initials(user)}, account of ${name}`}
        >
          {initials(user)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.who}>
          <div className={styles.name}>{name}</div>
          <div className={styles.email}>{user.email}</div>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<LogOutIcon />}
          closeMenuOnClick={false}
          disabled={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {leave.isError ? 'Log out failed: try again' : 'Log out'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials({ firstName, lastName, email }: User): string {
  const letters = [firstName, lastName].map((part) => [...part.trim()][0] ?? '').join('');
  return (letters || email.slice(0, 1)).toUpperCase();
}
